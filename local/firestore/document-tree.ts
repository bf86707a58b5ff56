import { parseName } from "./resource-name.ts";
import type { Micros } from "./timestamp.ts";
import type { StoredDocument } from "./value.ts";
import { compareIds } from "./value-order.ts";

/** What a document was from `since` on; null: it didn't exist. `older` is what it was before. */
export type Version = { document: StoredDocument | null; since: Micros; older: Version | null };

/** A place for a document. It stays while something is below it, whether the document itself exists or not. */
export class DocumentNode {
  readonly name: string;
  readonly id: string;
  readonly parent: CollectionNode | null;
  readonly collections = new Map<string, CollectionNode>();
  newest: Version | null = null;

  constructor(name: string, id: string, parent: CollectionNode | null) {
    this.name = name;
    this.id = id;
    this.parent = parent;
  }

  /** The document as it was at that time; without a time, as it is. */
  at(time?: Micros): StoredDocument | null {
    let version = this.newest;
    while (time !== undefined && version && version.since > time) version = version.older;
    return version?.document ?? null;
  }

  /** Whether anything exists below it at that time. */
  hasDescendants(time?: Micros): boolean {
    for (const collection of this.collections.values()) {
      for (const node of collection.documents.values()) {
        if (node.existsOrHasDescendants(time)) return true;
      }
    }
    return false;
  }

  existsOrHasDescendants(time?: Micros): boolean {
    return this.at(time) !== null || this.hasDescendants(time);
  }
}

export class CollectionNode {
  readonly id: string;
  readonly parent: DocumentNode;
  readonly documents = new Map<string, DocumentNode>();
  #sorted: DocumentNode[] | null = null;

  constructor(id: string, parent: DocumentNode) {
    this.id = id;
    this.parent = parent;
  }

  add(id: string): DocumentNode {
    const node = new DocumentNode(`${this.parent.name}/${this.id}/${id}`, id, this);
    this.documents.set(id, node);
    if (this.#sorted) insertSorted(this.#sorted, node);
    return node;
  }

  remove(id: string): void {
    this.documents.delete(id);
    this.#sorted = null;
  }

  /** The places for documents, in the order of their ids. Sorted once, then kept so. */
  sorted(): readonly DocumentNode[] {
    this.#sorted ??= [...this.documents.values()].sort((a, b) => compareIds(a.id, b.id));
    return this.#sorted;
  }
}

function insertSorted(nodes: DocumentNode[], node: DocumentNode): void {
  let low = 0;
  let high = nodes.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compareIds(nodes[middle]!.id, node.id) < 0) low = middle + 1;
    else high = middle;
  }
  nodes.splice(low, 0, node);
}

/** One database: collections of documents of collections, and every collection by its id. */
export class DocumentTree {
  readonly root: DocumentNode;
  readonly groups = new Map<string, Set<CollectionNode>>();

  constructor(root: string) {
    this.root = new DocumentNode(root, "", null);
  }

  /** The place for a document (or, for an empty path, the root), if there is one. */
  find(path: string[]): DocumentNode | undefined {
    let node: DocumentNode | undefined = this.root;
    for (let i = 0; node && i < path.length; i += 2) {
      node = node.collections.get(path[i]!)?.documents.get(path[i + 1]!);
    }
    return node;
  }

  findOrAdd(path: string[]): DocumentNode {
    let node = this.root;
    for (let i = 0; i < path.length; i += 2) {
      const collection = node.collections.get(path[i]!) ?? this.#addCollection(node, path[i]!);
      node = collection.documents.get(path[i + 1]!) ?? collection.add(path[i + 1]!);
    }
    return node;
  }

  /** Removes the place, and those above it, as far as nothing is there any more, now or in the past. */
  prune(node: DocumentNode): void {
    const { parent, newest } = node;
    if (!parent || node.collections.size > 0 || newest?.document || newest?.older) return;
    parent.remove(node.id);
    if (parent.documents.size > 0) return;
    parent.parent.collections.delete(parent.id);
    this.groups.get(parent.id)?.delete(parent);
    this.prune(parent.parent);
  }

  #addCollection(parent: DocumentNode, id: string): CollectionNode {
    const collection = new CollectionNode(id, parent);
    parent.collections.set(id, collection);
    const group = this.groups.get(id) ?? new Set();
    this.groups.set(id, group.add(collection));
    return collection;
  }
}

/** All trees, by the root's name. */
export class Forest {
  readonly trees = new Map<string, DocumentTree>();

  find(name: string): DocumentNode | undefined {
    const { root, path } = parseName(name);
    return this.trees.get(root)?.find(path);
  }

  treeOf(name: string): { tree: DocumentTree; path: string[] } {
    const { root, path } = parseName(name);
    const tree = this.trees.get(root) ?? new DocumentTree(root);
    this.trees.set(root, tree);
    return { tree, path };
  }
}

/** Every place at or below `node`'s collections, in no particular order. */
export function* descendants(node: DocumentNode): Iterable<DocumentNode> {
  for (const collection of node.collections.values()) {
    for (const child of collection.documents.values()) {
      yield child;
      yield* descendants(child);
    }
  }
}
