/** Undo and redo, reachable everywhere: two buttons that name the step, their keys, and the panel of steps. */
import { lazy, Suspense, useCallback, useEffect, useMemo, useState } from "react";
import { useHistory, useUndo } from "../api/queries";
import { t } from "../texts";
import { useCommands } from "./commands";
import { Clock, RedoIcon, UndoIcon } from "./icons";
import { useMay } from "./May";
import { stepsOf } from "./steps";
import { say } from "./toast";
import "./steps.css";

const StepsPanel = lazy(() => import("./Steps"));

const NONE: never[] = [];

/** For those who may take steps. */
export function StepButtons() {
  return useMay("editor") ? <Buttons /> : null;
}

function Buttons() {
  const { data } = useHistory();
  const { mutate, isPending } = useUndo();
  const [panel, setPanel] = useState(false);
  const steps = useMemo(() => stepsOf(data?.batches ?? NONE), [data]);
  const run = useCallback(
    (batch: number, said: string) => {
      if (!isPending)
        mutate(batch, {
          onSuccess: () => say(said),
          onError: (error) => say(error.message),
        });
    },
    [mutate, isPending],
  );
  const undo = steps.undo
    ? () => run(steps.undo!.batch, t.steps.undone(steps.undo!.step.reason))
    : () => say(`${t.steps.nothingToUndo}.`);
  const redo = steps.redo
    ? () => run(steps.redo!.batch, t.steps.redone(steps.redo!.step.reason))
    : () => say(`${t.steps.nothingToRedo}.`);

  useCommands(() => [
    ...(steps.undo
      ? [{ group: t.commands.act, label: t.commands.undo(steps.undo.step.reason), keys: "Ctrl Z", run: undo }]
      : []),
    ...(steps.redo
      ? [{ group: t.commands.act, label: t.commands.redo(steps.redo.step.reason), keys: "Ctrl Shift Z", run: redo }]
      : []),
  ]);
  useEffect(() => {
    const key = (event: KeyboardEvent) => {
      const pressed = event.key.toLowerCase();
      if (!(event.ctrlKey || event.metaKey) || event.altKey || (pressed !== "z" && pressed !== "y")) return;
      const typing =
        event.target instanceof HTMLElement &&
        event.target.closest("input:not([type=checkbox],[type=radio]), textarea, dialog, [contenteditable]");
      if (typing || event.defaultPrevented) return;
      event.preventDefault();
      if (pressed === "y" || event.shiftKey) redo();
      else undo();
    };
    document.addEventListener("keydown", key);
    return () => document.removeEventListener("keydown", key);
  });

  const undoLabel = steps.undo ? t.steps.undoOf(steps.undo.step.reason) : t.steps.nothingToUndo;
  const redoLabel = steps.redo ? t.steps.redoOf(steps.redo.step.reason) : t.steps.nothingToRedo;
  return (
    <span className="step-buttons">
      <button
        type="button"
        className="icon-button"
        aria-label={undoLabel}
        title={`${undoLabel} (Ctrl Z)`}
        disabled={!steps.undo || isPending}
        onClick={undo}
      >
        <UndoIcon />
      </button>
      <button
        type="button"
        className="icon-button"
        aria-label={redoLabel}
        title={`${redoLabel} (Ctrl Shift Z)`}
        disabled={!steps.redo || isPending}
        onClick={redo}
      >
        <RedoIcon />
      </button>
      {panel ? (
        <Suspense fallback={<PanelButton />}>
          <StepsPanel steps={steps} onUndo={run} />
        </Suspense>
      ) : (
        <PanelButton onClick={() => setPanel(true)} />
      )}
    </span>
  );
}

function PanelButton({ onClick }: { onClick?: () => void }) {
  return (
    <button type="button" className="icon-button" aria-label={t.steps.panel} title={t.steps.panel} onClick={onClick}>
      <Clock />
    </button>
  );
}
