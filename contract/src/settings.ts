import * as v from "valibot";

/** Names, not values: each theme of the dashboard has its own tones for them. */
export const labelColor = v.picklist([
  "gray",
  "red",
  "orange",
  "yellow",
  "green",
  "teal",
  "blue",
  "purple",
  "pink",
]);
export type LabelColor = v.InferOutput<typeof labelColor>;

export const labelName = v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(40));

export const label = v.object({ name: v.string(), color: labelColor });
export type Label = v.InferOutput<typeof label>;

/** What holds for everybody in this workspace. */
export const settings = v.object({
  /** The labels on offer, in the order to show them; conversations may still carry others. */
  labels: v.array(label),
  /** Whether customers see that we read their messages, where the channel can tell. */
  mark_read_on_channel: v.boolean(),
});
export type Settings = v.InferOutput<typeof settings>;

export const DEFAULT_SETTINGS: Settings = { labels: [], mark_read_on_channel: true };

export const updateSettingsBody = v.pipe(
  v.strictObject({
    labels: v.optional(
      v.pipe(
        v.array(v.strictObject({ name: labelName, color: labelColor })),
        v.maxLength(100),
        v.check(
          (labels) => new Set(labels.map(({ name }) => name)).size === labels.length,
          "labels that each have another name",
        ),
      ),
    ),
    mark_read_on_channel: v.optional(v.boolean()),
  }),
  v.check((body) => Object.keys(body).length > 0, "at least one of labels, mark_read_on_channel"),
);
export type UpdateSettingsBody = v.InferOutput<typeof updateSettingsBody>;

export const settingsAnswer = v.object({ settings });
