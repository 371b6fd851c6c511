declare const brand: unique symbol;

/** A `Base` that only its parser makes, so that a number of one kind is never taken for another. */
export type Brand<Base, Name extends string> = Base & { readonly [brand]: Name };
