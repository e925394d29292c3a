/** One variable of a drawing beside something else than the canvas, such as the list of equations. */
import type { Go, State } from "../state";
import { Refusal } from "./AddDialog";
import { Inspector } from "./Inspector";
import { type Drawn, useStepping } from "./model";
import "./drawing.css";

interface Props {
  drawn: Drawn;
  state: State;
  go: Go;
}

export default function Side({ drawn, state, go }: Props) {
  const stepping = useStepping(drawn.name);
  return (
    <>
      <Refusal stepping={stepping} />
      <Inspector {...{ drawn, state, stepping, go }} focusOn={null} />
    </>
  );
}
