import { Application, Source } from '../Application';
import { canonical, Json } from '../Json';
import { Checkout, render, Rendered, sourcesOf } from './render';
import { YamlReader } from './YamlReader';

type RenderedApplication = Pick<Application, 'metadata' | 'spec'>;

interface Kept {
  spec: string;
  rendered: Rendered;
  /** Every file that was asked for, with what it held then */
  reads: { source: Source; path: string; text: string | undefined }[];
}

/**
 * Renders one Application again only where a file that it read has changed: most commits concern
 * few.
 */
export class RenderCache {
  #kept: Kept | undefined;

  /** @throws ManifestError as `render` does */
  render(
    application: RenderedApplication,
    checkoutOf: (source: Source) => Checkout | undefined,
    yaml: YamlReader,
  ): Rendered {
    const spec = canonical(application.spec as unknown as Json);
    const kept = this.#kept;
    if (
      kept?.spec === spec &&
      kept.reads.every(
        read => checkoutOf(read.source)?.files.get(read.path) === read.text,
      )
    ) {
      const revisions = sourcesOf(application).map(
        source => checkoutOf(source)?.commit ?? '',
      );
      return { ...kept.rendered, revisions };
    }
    this.#kept = undefined;
    const reads: Kept['reads'] = [];
    let isListed = false;
    const recording = (source: Source) => {
      const checkout = checkoutOf(source);
      if (!checkout) return undefined;
      const onRead = (path: string, text: string | undefined) =>
        reads.push({ source, path, text });
      const onList = () => {
        isListed = true;
      };
      return {
        ...checkout,
        files: recordingFiles(checkout.files, { onRead, onList }),
      };
    };
    const rendered = render(application, recording, yaml);
    // Who lists all files may care about new ones
    if (!isListed) this.#kept = { spec, rendered, reads };
    return rendered;
  }
}

function recordingFiles(
  files: ReadonlyMap<string, string>,
  on: {
    onRead: (path: string, text: string | undefined) => void;
    onList: () => void;
  },
): ReadonlyMap<string, string> {
  const listed = () => {
    on.onList();
    return files;
  };
  const get = (path: string) => {
    const text = files.get(path);
    on.onRead(path, text);
    return text;
  };
  return {
    get,
    has: path => get(path) !== undefined,
    get size() {
      return listed().size;
    },
    forEach: callback => listed().forEach(callback),
    entries: () => listed().entries(),
    keys: () => listed().keys(),
    values: () => listed().values(),
    [Symbol.iterator]: () => listed()[Symbol.iterator](),
  };
}
