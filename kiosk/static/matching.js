/** How alike two words are: shared with the greeter's page. */
export * from "../web/matching.js";
