import * as v from "valibot";

/** An integer in a query string. */
export const queryInteger = (least: number, most: number) =>
  v.pipe(
    v.string(),
    v.regex(/^\d{1,15}$/, "a whole number"),
    v.transform(Number),
    v.minValue(least),
    v.maxValue(most),
  );
export const queryText = v.pipe(v.string(), v.minLength(1), v.maxLength(200));
export const queryFlag = v.pipe(
  v.picklist(["true", "false"]),
  v.transform((text) => text === "true"),
);
