/** How the catalogue's table describes values, records and events. */

/** What the table says of a value. */
export interface Node {
  readonly type: string;
  readonly name?: string;
  readonly record?: string;
  readonly open?: boolean;
  readonly values?: unknown;
  readonly items?: Node;
  readonly value?: string;
  readonly discriminator?: string;
  readonly cases?: { readonly [name: string]: string };
  readonly minimum?: string;
  readonly maximum?: string;
  readonly exclusive_minimum?: string;
  readonly exclusive_maximum?: string;
  readonly multiple_of?: string;
  readonly pattern?: string;
  readonly key_pattern?: string;
  readonly min_length?: number;
  readonly max_length?: number;
  readonly min_items?: number;
  readonly max_items?: number;
  readonly unique_items?: boolean;
}

/** What the table says of a field. */
export interface FieldDescription {
  readonly name: string;
  readonly absence: string;
  readonly value: Node;
  readonly required?: boolean;
  readonly nullable?: boolean;
  readonly default?: string;
}

/** What the table says of an object. */
export interface RecordDescription {
  readonly fields: readonly FieldDescription[];
  readonly discriminator?: readonly string[];
}

/** A piece of a template. */
export interface Piece {
  readonly text?: string;
  readonly field?: string;
}

/** One change of a payload of an older version. */
export interface Step {
  readonly step: string;
  readonly field: string;
  readonly to?: string;
  readonly value?: string;
  readonly values?: { readonly [text: string]: string };
  readonly otherwise?: string;
  readonly template?: readonly Piece[];
}

/** Where the router puts an event. */
export interface Route {
  readonly kind: string;
  readonly name: string;
  readonly wire: string;
  /** Of a wire that the catalogue declares: what goes around the payload. */
  readonly envelope?: string;
  readonly processing?: string;
  readonly dead?: string;
  readonly visibility_ms?: number;
}

/** What the table says of an event. */
export interface EventDescription {
  readonly record: string;
  readonly aliases: readonly string[];
  readonly version: string;
  readonly cloudevents_type: string;
  readonly stream: string;
  readonly aggregate_type: string;
  readonly aggregate_id: readonly Piece[];
  readonly history: boolean;
  readonly idempotency_key?: readonly Piece[];
  readonly window_ms: number;
  readonly routes: readonly Route[];
  readonly upcasts?: readonly { readonly major: number; readonly steps: readonly Step[] }[];
}

/** The whole table. */
export interface CatalogueTable {
  readonly id: string;
  readonly unknown_fields: string;
  readonly types: { readonly [name: string]: Node };
  readonly records: { readonly [name: string]: RecordDescription };
  readonly patterns: { readonly [pattern: string]: { readonly classes: string; readonly transitions: string } };
  readonly streams: { readonly [name: string]: { readonly partitions: number; readonly attempts: number } };
  readonly events: { readonly [name: string]: EventDescription };
}
