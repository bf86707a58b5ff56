import { useMemo } from "preact/hooks";
import { formatMessageText, isBigEmoji, type TextNode } from "../text/format-message-text.ts";
import "./message-text.css";

/** What somebody wrote. Whatever it contains, it becomes text nodes and never markup. */
export function MessageText({ text }: { text: string }) {
  const nodes = useMemo(() => formatMessageText(text), [text]);
  return (
    <p class={isBigEmoji(text) ? "message-text message-text-big" : "message-text"} dir="auto">
      {nodes.map(toElement)}
    </p>
  );
}

function toElement(node: TextNode, index: number) {
  switch (node.kind) {
    case "text":
      return node.text;
    case "bold":
      return <strong key={index}>{node.children.map(toElement)}</strong>;
    case "italic":
      return <em key={index}>{node.children.map(toElement)}</em>;
    case "strike":
      return <s key={index}>{node.children.map(toElement)}</s>;
    case "code":
      return (
        <code key={index} class={node.block ? "message-code-block" : undefined}>
          {node.text}
        </code>
      );
    case "link":
      return (
        <a key={index} href={node.href} target="_blank" rel="noopener noreferrer">
          {node.text}
        </a>
      );
  }
}
