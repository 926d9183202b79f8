export {
  type CellValue,
  Engine,
  type EngineOptions,
  pathLiteral,
  type ResultTable,
  reason,
} from './engine.js';
