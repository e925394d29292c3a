/** Talk to the server that sent these pages, and to no other; what goes wrong is told in its own words. */
import { full } from "../address";
import { t } from "../texts";
import { inWords, leads } from "./leads";

/** What the server said went wrong, or why it could not be reached. */
export class ApiError extends Error {
  readonly status: number;
  readonly remedy: string;
  /** The screens on which what the remedy advises is done. */
  readonly leads: ReturnType<typeof leads>;

  constructor(status: number, what: string, remedy: string) {
    super(inWords(what));
    this.name = "ApiError";
    this.status = status;
    this.remedy = inWords(remedy);
    this.leads = leads(`${what} ${remedy}`);
  }
}

/** Called with bytes read so far and, where the server says it, bytes in all. */
export type OnProgress = (done: number, total: number | null) => void;

interface Asked {
  signal?: AbortSignal;
  body?: unknown;
  /** How a body is sent; POST where not given. */
  method?: "PATCH";
  onProgress?: OnProgress;
}

export async function ask<T>(path: string, { onProgress, ...asked }: Asked = {}): Promise<T> {
  return parsed<T>(await sent(path, asked), onProgress);
}

/** Ask, and leave the answer to be read; a refusal is thrown. */
export function sent(path: string, { signal, body, method }: Omit<Asked, "onProgress"> = {}): Promise<Response> {
  const request: RequestInit = { headers: { Accept: "application/json" }, credentials: "same-origin" };
  if (signal) request.signal = signal;
  if (body !== undefined) {
    request.method = method ?? "POST";
    request.headers = { Accept: "application/json", "Content-Type": "application/json" };
    request.body = JSON.stringify(body);
  }
  return reached(path, request);
}

export async function parsed<T>(response: Response, onProgress?: OnProgress): Promise<T> {
  try {
    return JSON.parse(await textOf(response, onProgress)) as T;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(response.status, t.errors.unreadable, t.errors.unreadableRemedy);
  }
}

/** Send a file, and read the answer. */
export async function sendFile<T>(path: string, file: File): Promise<T> {
  const body = new FormData();
  body.append("file", file, file.name);
  return parsed<T>(await reached(path, { method: "POST", credentials: "same-origin", body }));
}

/** A page or a file as text. */
export async function askText(
  path: string,
  { signal, method }: Pick<Asked, "signal"> & { method?: "POST" } = {},
): Promise<string> {
  const response = await reached(path, {
    credentials: "same-origin",
    ...(method ? { method } : {}),
    ...(signal ? { signal } : {}),
  });
  return response.text();
}

async function reached(path: string, request: RequestInit): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(full(path), request);
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new ApiError(0, t.errors.unreachable, t.errors.unreachableRemedy);
  }
  if (!response.ok) throw await refusal(response);
  return response;
}

async function textOf(response: Response, onProgress: OnProgress | undefined): Promise<string> {
  if (!onProgress || !response.body) return response.text();
  const stated = response.headers.get("Content-Encoding")
    ? null
    : Number(response.headers.get("Content-Length")) || null;
  const reader = response.body.getReader();
  const decoder = new TextDecoder();
  const parts: string[] = [];
  for (let done = 0; ; ) {
    const read = await reader.read();
    if (read.done) break;
    done += read.value.byteLength;
    parts.push(decoder.decode(read.value, { stream: true }));
    onProgress(done, stated);
  }
  parts.push(decoder.decode());
  return parts.join("");
}

async function refusal(response: Response): Promise<ApiError> {
  if (response.status === 401) {
    return new ApiError(response.status, t.errors.signedOut, t.errors.signedOutRemedy);
  }
  try {
    const said = (await response.json()) as {
      error?: { what?: string; where?: string; got?: string; expected?: string; remedy?: string };
    };
    const { what, where, got, expected, remedy } = said.error ?? {};
    if (what) {
      const parts = [
        where ? t.errors.where(where) : "",
        got ? t.errors.got(got) : "",
        expected ? t.errors.expected(expected) : "",
      ].filter(Boolean);
      return new ApiError(response.status, [`${what.replace(/\.$/, "")}.`, ...parts].join(" "), remedy ?? "");
    }
  } catch {
    // An answer without our body is told by its number.
  }
  return new ApiError(response.status, t.errors.status(response.status), t.errors.statusRemedy);
}
