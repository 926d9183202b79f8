export { engineType } from './column-types.js';
export { readDateBound, readDateFormat } from './date-format.js';
export { absoluteLocation, below, locate, type S3Folders, withSlash } from './locate.js';
export {
  type CatalogColumn,
  type CatalogDatabase,
  type CatalogEntry,
  type CatalogPartition,
  type CatalogTable,
  defaultDatabase,
} from './model.js';
export {
  builtInNames,
  type CatalogOptions,
  flowLogTable,
  isBuiltInTable,
  OpenCatalog,
  olderView,
  type TableScan,
} from './open-catalog.js';
export { filesBelow, folderOf } from './table-files.js';
