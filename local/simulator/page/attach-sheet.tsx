import type { Attempt } from "./app.tsx";
import { Icon } from "./icon.tsx";
import type { ChatApi } from "./phone-api.ts";

type Props = {
  api: ChatApi;
  attempt: Attempt;
  photos: string[];
  answered: { replyTo?: string };
  /** What stands in the composer goes with a photo or a file. */
  caption: string;
  onDone: (captioned: boolean) => void;
};

const PLACE = { latitude: 48.2082, longitude: 16.3738, name: "Stephansplatz", address: "Vienna" };

/** Photos at hand, and whatever else can be sent. */
export function AttachSheet({ api, attempt, photos, answered, caption, onDone }: Props) {
  const captioned = caption.trim() === "" ? {} : { caption };
  const act = (action: string, input: Record<string, unknown>) => async () => {
    onDone("caption" in input);
    await attempt(api.act(action, { ...input, ...answered }));
  };
  const pick = async (files: FileList | null) => {
    onDone(true);
    for (const file of files ?? []) {
      await attempt(api.sendFile(file, kindOf(file.type), { name: file.name, ...captioned, ...answered }));
    }
  };
  return (
    <div class="sheet">
      <div class="sheet-photos">
        {photos.map((photo) => (
          <button
            type="button"
            key={photo}
            aria-label={`Send the photo ${photo}`}
            onClick={act("photo", { photo, ...captioned })}
          >
            <img src={`/phone/samples/${photo}`} alt="" />
          </button>
        ))}
      </div>
      <div class="sheet-more">
        <label class="sheet-button">
          <input type="file" multiple onChange={({ currentTarget }) => pick(currentTarget.files)} />
          <Icon name="image" />
          File
        </label>
        <button type="button" class="sheet-button" onClick={act("voice", {})}>
          <Icon name="microphone" />
          Voice sample
        </button>
        <button type="button" class="sheet-button" onClick={act("location", PLACE)}>
          <Icon name="location" />
          Location
        </button>
        <button
          type="button"
          class="sheet-button"
          onClick={act("contact", { name: "Bo Berg", phone: "+46 70 123 45 67" })}
        >
          <Icon name="person" />
          Contact
        </button>
      </div>
    </div>
  );
}

/** What WhatsApp shows as a picture, plays, or hands on as a document. */
function kindOf(type: string): string {
  if (type === "image/webp") return "sticker";
  const [kind = ""] = type.split("/");
  return ["image", "audio", "video"].includes(kind) ? kind : "document";
}
