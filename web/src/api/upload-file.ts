import type { Upload } from "@live-chat/contract/media.ts";
import type { Problem } from "@live-chat/contract/problem.ts";
import { ProblemResponse, type TokenSource, toProblemResponse, Unreachable } from "./client.ts";

export type UploadOptions = {
  /** Told how much has left, from 0 to 1. */
  onProgress?: (share: number) => void;
  signal?: AbortSignal;
};
export type UploadFile = (file: Blob, name: string, options?: UploadOptions) => Promise<Upload>;

type Attempt = { url: string; file: Blob; token: string } & UploadOptions;

/**
 * Returns a function that hands a file to the server. By XMLHttpRequest, because fetch doesn't tell how much of a
 * body has left. Throws ProblemResponse, Unreachable, or the signal's reason.
 */
export function createUploader(token: TokenSource, base = "/api/live-chat"): UploadFile {
  return async (file, name, options = {}) => {
    const url = `${base}/uploads?${new URLSearchParams({ name })}`;
    try {
      return await attempt({ url, file, token: await token(false), ...options });
    } catch (error) {
      if (!(error instanceof ProblemResponse) || error.status !== 401) throw error;
      return attempt({ url, file, token: await token(true), ...options });
    }
  };
}

function attempt({ url, file, token, onProgress, signal }: Attempt): Promise<Upload> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const request = new XMLHttpRequest();
    request.open("POST", url);
    request.responseType = "json";
    request.setRequestHeader("authorization", `Bearer ${token}`);
    request.setRequestHeader("content-type", file.type || "application/octet-stream");
    request.upload.onprogress = ({ loaded, total }) => onProgress?.(total > 0 ? loaded / total : 0);
    request.onload = () => {
      const answer = request.response as { upload: Upload } | null;
      if (request.status === 201 && answer) return resolve(answer.upload);
      const retryAfter = request.getResponseHeader("retry-after");
      reject(toProblemResponse(request.status, answer as Problem | null, retryAfter));
    };
    request.onerror = () => reject(new Unreachable(null));
    request.onabort = () => reject(signal?.reason);
    signal?.addEventListener("abort", () => request.abort(), { once: true });
    request.send(file);
  });
}
