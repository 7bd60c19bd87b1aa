// Objects as maps whose keys come from files: a column may be called `constructor`.

/** The value of a key that the object has itself; undefined for what every object inherits. */
export function own<Value>(
  values: Readonly<Record<string, Value>>,
  key: string,
): Value | undefined {
  return Object.hasOwn(values, key) ? values[key] : undefined;
}
