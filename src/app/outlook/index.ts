export { type OutlookRequest, outlookSections } from './sections.js';

/** Rows of each list of the outlook in a document that is kept. */
export const documentRows = 500;
