/* The first page: who is signed in goes on to the own work, anybody else to the sign-in. The button is there either way. */

import { api } from "./api.js";
import { homeOf } from "./home.js";
import { wordsFor } from "./words.js";

const { status, body } = await api("GET", "/session");
if (status === 200 && body.staff) {
  const w = await wordsFor("web", document.documentElement.lang);
  const way = document.getElementById("own-work");
  way.href = homeOf(body.staff);
  way.textContent = w("links.own_work", { username: body.staff.username });
}
