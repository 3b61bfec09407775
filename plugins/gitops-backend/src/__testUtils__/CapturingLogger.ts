import {
  coreServices,
  createServiceFactory,
  RootLoggerService,
} from '@backstage/backend-plugin-api';

/** A root logger whose lines a test can search. */
export function capturingLogger() {
  const lines: string[] = [];
  const write = (level: string) => (message: string, meta?: unknown) => {
    lines.push(
      `${level} ${message} ${
        meta instanceof Error
          ? `${meta.stack} ${meta.cause}`
          : JSON.stringify(meta ?? {})
      }`,
    );
  };
  const logger: RootLoggerService = {
    error: write('error'),
    warn: write('warn'),
    info: write('info'),
    debug: write('debug'),
    child: () => logger,
  };
  const factory = createServiceFactory({
    service: coreServices.rootLogger,
    deps: {},
    factory: () => logger,
  });
  return { lines, logger, factory };
}
