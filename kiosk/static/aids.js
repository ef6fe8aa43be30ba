/** Large text, low buttons and spoken prompts: what one visitor switched on, each alone or together, until the kiosk goes home. */

export const NO_AIDS = Object.freeze({ large: false, reach: false, sound: false });

const known = new Set(Object.keys(NO_AIDS));

/** Who reads, reaches or listens with effort gets more time before the kiosk asks. */
export const isUnhurried = ({ aids }) => aids.large || aids.reach || aids.sound;

/** On large text and low buttons a service is read in tabs; the glass has no room for all of it at once. */
export const readsInTabs = ({ aids }) => aids.large || aids.reach;

export function reduceAids(state, event) {
  if (event.type !== "switch-aid" || !known.has(event.aid)) return state;
  return { ...state, aids: { ...state.aids, [event.aid]: !state.aids[event.aid] } };
}

/** The marks on the page's root that the sheets large.css and reach.css read. */
export function markAids(root, aids) {
  root.toggleAttribute("data-large", aids.large);
  root.toggleAttribute("data-reach", aids.reach);
}
