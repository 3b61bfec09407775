/**
 * What a page of the plugin loads first. All pages share it, and what it loads in turn: an app's bundler would put a copy of what several chunks use into each of them.
 */
export { EntityDeploymentsCard } from './deployments/EntityDeploymentsCard';
export { EntityPromotionsContent, InstancesContent } from './onDemand';
