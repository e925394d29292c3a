/** The whole catalogue in English: what every other language is a part of. Screens load it part by part. */
import { texts as actor } from "./actor";
import { texts as actors } from "./actors";
import { texts as dossier } from "./dossier";
import { texts as drawing } from "./drawing";
import { texts as dynamics } from "./dynamics";
import { texts as editing } from "./editing";
import { texts as history } from "./history";
import { texts as home } from "./home";
import { texts as importing } from "./import";
import { texts as map } from "./map";
import { texts as network } from "./network";
import { texts as partnerships } from "./partnerships";
import { texts as pathway } from "./pathway";
import { texts as review } from "./review";
import { texts as shell } from "./shell";
import { texts as stakeholders } from "./stakeholders";
import { texts as velocity } from "./velocity";
import { texts as views } from "./views";

export const parts = {
  actor,
  actors,
  dossier,
  drawing,
  dynamics,
  editing,
  history,
  home,
  import: importing,
  map,
  network,
  partnerships,
  pathway,
  review,
  shell,
  stakeholders,
  velocity,
  views,
};

export const en = {
  ...shell,
  ...map,
  ...actors,
  ...actor,
  ...dynamics,
  ...drawing,
  ...editing,
  ...history,
  ...home,
  ...importing,
  ...network,
  ...review,
  ...velocity,
  ...pathway,
  ...dossier,
  ...stakeholders,
  ...partnerships,
  ...views,
};
