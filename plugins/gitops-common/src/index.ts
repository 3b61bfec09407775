/**
 * What browser and server both know of GitOps for Backstage.
 *
 * @packageDocumentation
 */
export * from './annotations';
export * from './causes/Cause';
export * from './causes/reasonOf';
export * from './client';
export * from './deployments';
export * from './details';
export * from './permissions';
export * from './promotions';
export * from './secrets/isSecretSetting';
export * from './secrets/randomTexts';
