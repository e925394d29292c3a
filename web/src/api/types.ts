/** The shapes that the server sends, by their names; schema.d.ts is made from its own description of them. */
import type { components } from "./schema";

type Schemas = components["schemas"];

export type ActorValues = Schemas["ActorValues"];
export type Answer = Schemas["Answer"];
export type AnswerColumn = Schemas["AnswerColumn"];
export type AnswerTable = Schemas["AnswerTable"];
export type ActorPage = Schemas["ActorPage"];
export type Changes = Schemas["Changes"];
export type Evidence = Schemas["EvidenceShape"];
export type Found = Schemas["Found"];
export type FieldEntry = Schemas["FieldEntry"];
export type History = Schemas["History"];
export type Home = Schemas["HomeAnswer"];
export type HomeLine = Schemas["Line"];
export type Job = Schemas["Job"];
export type KindCount = Schemas["KindCount"];
export type MapAnswer = Schemas["MapAnswer"];
export type Measure = Schemas["Measure"];
export type Pathway = Schemas["PathwayState"];
export type PathwayDecision = Schemas["DecisionState"];
export type PathwayPlace = Schemas["Place"];
export type PathwayRule = Schemas["RuleShape"];
export type PathwaySession = Schemas["SessionLine"];
export type PathwaySessions = Schemas["Sessions"];
export type Fee = Schemas["FeeShape"];
export type Step = Schemas["StepShape"];
export type RecordAnswer = Schemas["Record"];
export type SectorCount = Schemas["SectorCount"];
export type Sources = Schemas["Sources"];
export type StageModel = Schemas["StageModel"];
export type Tie = Schemas["TieShape"];
export type View = Schemas["View"];
export type Views = Schemas["Views"];
