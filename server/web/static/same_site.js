/* Where one may be sent after signing in: a path of this site, nothing else. */

/** `wish` if it is a plain path of this site, else `instead`. Pure; `origin` as in location.origin. */
export function sameSitePath(wish, origin, instead = "/counter/") {
  if (typeof wish !== "string" || !/^\/(?![/\\])[\x21-\x7e]*$/.test(wish) || wish.includes("\\")) return instead;
  try {
    const url = new URL(wish, origin);
    return url.origin === origin && !url.pathname.startsWith("//") ? url.pathname + url.search + url.hash : instead;
  } catch {
    return instead;
  }
}
