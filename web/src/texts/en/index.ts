/** The whole catalogue in English: what every other language is a part of. Screens load it part by part. */
import { texts as actor } from "./actor";
import { texts as actors } from "./actors";
import { texts as history } from "./history";
import { texts as map } from "./map";
import { texts as shell } from "./shell";

export const parts = { actor, actors, history, map, shell };

export const en = { ...shell, ...map, ...actors, ...actor, ...history };
