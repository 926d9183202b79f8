export { type AskedQuestion, oneLanguage, placedError, queryOf, questionNamed } from './ask.js';
export { type FoundQuestions, findQuestions, questionFolder } from './find-questions.js';
export { type OpenRelation, openRelation } from './open-relation.js';
export { type ParameterType, parameterTypes } from './parameter-types.js';
export {
  languagesOf,
  type Question,
  type QuestionGroup,
  type QuestionParameter,
  questionGroups,
} from './question.js';
export { readyQuestions } from './questions/index.js';
export { isRelation, type RelationName, relations } from './relations.js';
export { savedQueriesFor } from './saved-queries.js';
export { fieldTable } from './schema.js';
