/** A place on the pad: 0 to 1 from left to right and from top to bottom. */
export interface Point {
  readonly x: number;
  readonly y: number;
}

/** The way of the pen from where it was put down to where it was lifted; one point is a dot. */
export type Stroke = readonly Point[];

/** The width of the pen, as part of the pad. */
export const penWidth = 0.075;
