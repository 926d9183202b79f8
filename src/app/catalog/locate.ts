import { isAbsolute, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

/** Where the folders of `s3://` addresses lie on this machine: an address, or a bucket's name, to a folder. */
export type S3Folders = Readonly<Record<string, string>>;

/** The folder of a location, or what is wrong with it. */
export type Located = { readonly folder: string } | { readonly problem: string; readonly help: string };

/**
 * The folder that a location means: `file:///…`, or `s3://…` by the longest entry of `s3` in `sluice.yaml` that it begins
 * with. The folder need not be there: a table without files is empty, as in Athena.
 */
export function locate(location: string, folders: S3Folders): Located {
  if (location.startsWith('file://')) {
    try {
      return { folder: fileURLToPath(location) };
    } catch {
      // A host in it, or a path that is not absolute: Node says no more than that.
      return {
        problem: `\`${location}\` is no path of this machine.`,
        help: 'write file:///path/to/folder/',
      };
    }
  }
  const address = /^s3:\/\/([^/]+)(?:\/(.*))?$/.exec(location);
  if (address === null) {
    return {
      problem: `\`${location}\` is no folder that can be read.`,
      help: "write 's3://bucket/prefix/', which `s3` in sluice.yaml leads to a folder, or 'file:///path/to/folder/'",
    };
  }
  const wanted = withSlash(location);
  const best = Object.entries(folders)
    .map(([key, folder]) => ({ prefix: withSlash(key.startsWith('s3://') ? key : `s3://${key}`), folder }))
    .filter(({ prefix }) => wanted.startsWith(prefix))
    .sort((a, b) => b.prefix.length - a.prefix.length)[0];
  if (best !== undefined) return { folder: join(best.folder, wanted.slice(best.prefix.length)) };
  const bucket = address[1] ?? '';
  return {
    problem: `No folder of this machine stands for the bucket \`${bucket}\`.`,
    help: `say where its files lie, in sluice.yaml: s3: {${bucket}: path/to/folder}`,
  };
}

/** A location as the catalogue keeps it: a path that is relative becomes an address of its own. */
export function absoluteLocation(location: string, folder: string): string {
  if (/^(?:s3|file):\/\//.test(location)) return location;
  if (location.startsWith('./') || location.startsWith('../') || isAbsolute(location)) {
    return pathToFileURL(resolve(folder, location)).href;
  }
  return location;
}

/** A location inside another one, as both are written. */
export function below(location: string, path: string): string {
  return `${withSlash(location)}${path}`;
}

export function withSlash(path: string): string {
  return path.endsWith('/') ? path : `${path}/`;
}
