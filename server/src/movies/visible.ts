/** A sign of any script; not a joiner, nor a letter that is blank. */
const SIGN = /(?![\p{Default_Ignorable_Code_Point}\u2800])[\p{L}\p{N}\p{P}\p{S}]/u;

/** Whether there is anything to see in a text. */
export function isVisible(text: string): boolean {
  return SIGN.test(text);
}
