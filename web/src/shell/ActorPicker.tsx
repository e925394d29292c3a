/** Choose an actor for a form: a label, and the box that finds actors by part of a name. */
import { useId } from "react";
import type { Found } from "../api/types";
import { ActorBox } from "./ActorBox";
import "./picker.css";

export function ActorPicker({ label, onPick }: { label: string; onPick(found: Found): void }) {
  const id = useId();
  return (
    <div className="picker">
      <label htmlFor={id}>{label}</label>
      <ActorBox id={id} label={label} className="input" onPick={onPick} />
    </div>
  );
}
