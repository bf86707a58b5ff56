/** What the service worker uses of its surroundings: TypeScript's libraries describe either a page or a worker. */
export type WorkerScope = {
  location: Location;
  registration: ServiceWorkerRegistration;
  clients: {
    matchAll(options: { type: "window"; includeUncontrolled: true }): Promise<WindowClient[]>;
    openWindow(url: string): Promise<WindowClient | null>;
  };
  skipWaiting(): Promise<void>;
  addEventListener<Name extends keyof WorkerEvents>(
    name: Name,
    listener: (event: WorkerEvents[Name]) => void,
  ): void;
};

type Lasting = { waitUntil(work: Promise<unknown>): void };

/** A rule by which the browser answers requests itself; what no cache has comes from the network. */
export type Route = { condition: RouteCondition; source: "network" | "cache" | { cacheName: string } };
export type RouteCondition = {
  urlPattern?: { protocol: string; hostname: string; port: string; pathname: string; search?: string };
  requestMode?: "navigate";
  not?: RouteCondition;
};

export type WorkerEvents = {
  /** Not every browser has routes. */
  install: Lasting & { addRoutes?(routes: Route[]): Promise<void> };
  activate: Lasting;
  fetch: Lasting & { request: Request; respondWith(response: Promise<Response>): void };
  notificationclick: Lasting & { notification: Notification };
};

export type WindowClient = {
  focused: boolean;
  visibilityState: DocumentVisibilityState;
  focus(): Promise<WindowClient>;
  postMessage(message: unknown): void;
};

/** What the build knows and the worker must: written into it by offline-files.ts. */
export type Build = {
  version: string;
  /** The script that the page begins with: it names, by its hash, everything that it loads. */
  entry: string;
  files: string[];
};
