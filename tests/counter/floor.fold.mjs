// Reads {"rooms": {room: snapshot}, "moves": [{room, news}|{room, fresh}|{room, patch}|{room, asks: true}]} and prints the folded floor of
// each room at every "asks", one a line: the page's fold for tests in Python.

import { readFileSync } from "node:fs";
import { folded } from "./static/floor/state.js";

const { rooms, moves } = JSON.parse(readFileSync(0, "utf8"));
for (const { room, news, fresh, patch, asks } of moves) {
  if (fresh) rooms[room] = fresh;
  if (patch) rooms[room] = { ...rooms[room], ...patch };
  if (news) rooms[room] = folded(rooms[room], news);
  if (asks) console.log(JSON.stringify(rooms[room]));
}
