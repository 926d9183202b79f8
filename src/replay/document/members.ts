export { JsonDocument as RuleDocument, Members } from '../../base/index.js';
