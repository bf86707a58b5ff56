import type { ContactsContent, LocationContent, Message, OrderContent } from "@live-chat/contract/message.ts";
import { words } from "../language/words.ts";
import { rememberedFile } from "../media/local-files.ts";
import type { OutboxMessage } from "../state/outbox.ts";
import { Card } from "./card.tsx";
import { Icon } from "./icon.tsx";
import { Media } from "./media.tsx";
import { MessageText } from "./message-text.tsx";
import "./message-content.css";

/** What a message has beyond its text, as cards. */
export function MessageContent({ message, outgoing }: { message: Message; outgoing: OutboxMessage | null }) {
  const w = words.value;
  if (message.revoked_at)
    return (
      <p class="message-gone">
        <Icon name="revoked" small /> {w.revoked}
      </p>
    );
  const { content, text, attachments, type } = message;
  const local = outgoing?.file?.blob ?? rememberedFile(message.client_message_id);
  return (
    <>
      {attachments.map((attachment, index) => (
        <Media key={index} attachment={attachment} caption={text} local={local} />
      ))}
      {content && "latitude" in content && <LocationCard location={content} />}
      {content && "contacts" in content && <ContactCards contacts={content} />}
      {content && "items" in content && <OrderCard order={content} />}
      {content && "title" in content && content.title !== text && <MessageText text={content.title} />}
      {type === "unsupported" && (
        <p class="message-gone">
          <Icon name="question" small /> {w.types.unsupported}
        </p>
      )}
    </>
  );
}

function LocationCard({ location }: { location: LocationContent }) {
  const w = words.value;
  const { latitude, longitude, name, address } = location;
  const place = `${latitude.toFixed(5)}, ${longitude.toFixed(5)}`;
  const href = `https://www.openstreetmap.org/?mlat=${latitude}&mlon=${longitude}#map=16/${latitude}/${longitude}`;
  return (
    <Card icon="location" title={name ?? w.types.location}>
      {address ?? place}{" "}
      <a href={href} target="_blank" rel="noopener noreferrer">
        {w.openMap}
      </a>
    </Card>
  );
}

function ContactCards({ contacts }: { contacts: ContactsContent }) {
  return (
    <>
      {contacts.contacts.map((contact, index) => (
        <Card key={index} icon="person" title={contact.name}>
          {[...contact.phones, ...contact.emails].join(" · ")}
        </Card>
      ))}
    </>
  );
}

function OrderCard({ order }: { order: OrderContent }) {
  const w = words.value;
  const pieces = order.items.reduce((sum, piece) => sum + piece.quantity, 0);
  const currency = order.items[0]?.currency ?? "";
  const total = order.items.reduce((sum, piece) => sum + piece.quantity * piece.price, 0);
  return (
    <Card icon="order" title={w.types.order}>
      {w.pieces(pieces)} · {total.toLocaleString(w.language)} {currency}
    </Card>
  );
}
