/** Send files with word of how far they are; the browser's fetch does not tell that of what it sends. */
import { full } from "../address";
import { ApiError } from "../api/client";
import type { Job } from "../api/types";
import { t } from "../texts";

/** Bytes that the server takes through the browser. */
export const MOST_BYTES = 512 * 1024 * 1024;

export interface Upload {
  job: Promise<Job>;
  stop(): void;
}

export function upload(
  files: readonly File[],
  onProgress: (done: number, total: number) => void,
  to = "/api/import",
  fields: Record<string, string> = { dry_run: "true" },
): Upload {
  const request = new XMLHttpRequest();
  const form = new FormData();
  for (const file of files) form.append("files", file, file.name);
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  const job = new Promise<Job>((resolve, reject) => {
    request.upload.onprogress = (event) => onProgress(event.loaded, event.total);
    request.onerror = () => reject(new ApiError(0, t.errors.unreachable, t.errors.unreachableRemedy));
    request.onabort = () => reject(new DOMException("stopped", "AbortError"));
    request.onload = () => {
      try {
        const said = JSON.parse(request.responseText) as Job & { error?: { message?: string; remedy?: string } };
        if (request.status < 300) resolve(said);
        else
          reject(
            new ApiError(
              request.status,
              said.error?.message ?? t.errors.status(request.status),
              said.error?.remedy ?? t.errors.statusRemedy,
            ),
          );
      } catch {
        reject(new ApiError(request.status, t.errors.status(request.status), t.errors.statusRemedy));
      }
    };
    request.open("POST", full(to));
    request.setRequestHeader("Accept", "application/json");
    request.send(form);
  });
  return { job, stop: () => request.abort() };
}
