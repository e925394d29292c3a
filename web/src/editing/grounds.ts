/** What a change rests on, with the author remembered from one change to the next. */
import { useState } from "react";
import type { Grounds } from "./checks";
import { useAuthor } from "./writing";

export function useGrounds() {
  const { author, setAuthor, signed } = useAuthor();
  const [source, setSource] = useState("");
  const [address, setAddress] = useState("");
  const grounds: Grounds = { source, address, author };
  const onGrounds = (next: Grounds) => {
    setSource(next.source);
    setAddress(next.address);
    if (next.author !== author) setAuthor(next.author);
  };
  /** As it is sent. */
  const sent = { source: source.trim(), address: address.trim(), author: author.trim() };
  return { grounds, sent, signed, onGrounds };
}
