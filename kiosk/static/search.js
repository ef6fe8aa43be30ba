/** Search by what one needs: shared with the greeter's page. Named from here, so that it is found the same way without a server. */
export * from "../web/search.js";
