/** A component whose code is loaded when it is first shown. */
import type { ComponentType, FunctionComponent } from "preact";
import { useEffect, useState } from "preact/hooks";

export function lazy<P extends object>(load: () => Promise<{ default: ComponentType<P> }>): FunctionComponent<P> {
  let known: ComponentType<P> | undefined;
  return function Lazy(given: P) {
    const [Found, setFound] = useState<{ it: ComponentType<P> } | undefined>(known && { it: known });
    useEffect(() => {
      if (!Found) void load().then((module) => setFound({ it: (known = module.default) }));
    }, []);
    return Found ? <Found.it {...given} /> : null;
  };
}
