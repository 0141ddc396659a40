/** The element of the page with this identifier, which has to be of this class. */
export function byId<Wanted extends Element>(id: string, type: abstract new () => Wanted): Wanted {
  const element = document.getElementById(id);
  if (element instanceof type) return element;
  throw new Error(`The page has no ${type.name} with the identifier "${id}".`);
}
