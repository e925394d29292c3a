/** For the tests: the whole catalogue, loaded before any module that uses it. */
import { loadTexts, type Part } from ".";
import { parts } from "./en";

await loadTexts(...(Object.keys(parts) as Part[]));
