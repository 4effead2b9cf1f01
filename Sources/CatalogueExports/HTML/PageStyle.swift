/// The page's style.
enum PageStyle {
    static let text = """

        :root { --back: #fff; --front: #1c2024; --soft: #5b636b; --line: #d9dee3; --card: #f6f8fa; --link: #0b57b7;
          --event: #e3edfb; --service: #eef1f4; --edge: #a9b3bd; --bad: #b42318; --warn: #8a5a00; --good: #1a6e37;
          --mark: #0b57b7; }
        @media (prefers-color-scheme: dark) {
          :root { --back: #14171a; --front: #e4e8ec; --soft: #9aa4ae; --line: #333a41; --card: #1c2126; --link: #7db4ff;
            --event: #1d3350; --service: #272d34; --edge: #56606b; --bad: #ff8a7d; --warn: #e6b34d; --good: #6fce8d;
            --mark: #7db4ff; }
        }
        * { box-sizing: border-box; }
        html { scroll-padding-top: 5.5rem; }
        body { margin: 0; background: var(--back); color: var(--front); overflow-wrap: anywhere;
          font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, sans-serif; }
        a { color: var(--link); text-decoration: none; }
        a:hover { text-decoration: underline; }
        :focus-visible { outline: 2px solid var(--mark); outline-offset: 2px; border-radius: 3px; }
        code, pre, kbd { font: 0.88em/1.45 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
        header { position: sticky; top: 0; z-index: 2; display: flex; flex-wrap: wrap; gap: 0.2rem 1.5rem;
          align-items: center; padding: 0.7rem 1.5rem; background: var(--back); border-bottom: 1px solid var(--line); }
        h1 { font-size: 1.2rem; margin: 0; }
        h2 { font-size: 1.15rem; margin: 2rem 0 0.8rem; }
        h3 { font-size: 1.05rem; margin: 0; font-family: ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
        h3 a { color: inherit; }
        h4 { font-size: 0.8rem; text-transform: uppercase; letter-spacing: 0.05em; color: var(--soft); margin: 1.2rem 0 0.4rem; }
        .counts { margin: 0; color: var(--soft); }
        .search { position: relative; display: flex; align-items: center; gap: 0.6rem; margin-left: auto; }
        .search input { width: 21rem; max-width: 100%; padding: 0.4rem 2rem 0.4rem 0.7rem; font: inherit; color: inherit;
          background: var(--card); border: 1px solid var(--line); border-radius: 6px; }
        .search kbd { position: absolute; left: 19.4rem; color: var(--soft); border: 1px solid var(--line); border-radius: 4px;
          padding: 0 0.35rem; pointer-events: none; }
        .search input:focus + kbd, .search input:not(:placeholder-shown) + kbd { display: none; }
        #found { margin: 0; color: var(--soft); min-width: 5.5rem; font-size: 0.9rem; }
        #found:empty { display: none; }
        .columns { display: grid; grid-template-columns: minmax(11rem, 16rem) minmax(0, 1fr); gap: 2rem; max-width: 92rem;
          margin: 0 auto; padding: 0 1.5rem 4rem; }
        nav { position: sticky; top: 4rem; align-self: start; max-height: calc(100vh - 5rem); overflow: auto; padding: 1.6rem 0 1rem; }
        nav ul { list-style: none; margin: 0; padding: 0 0.2rem; }
        nav a { display: block; padding: 0.2rem 0.5rem; border-radius: 4px; color: inherit;
          font: 0.85rem/1.5 ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
        nav a:hover { background: var(--card); text-decoration: none; }
        article { border: 1px solid var(--line); border-radius: 8px; padding: 1rem 1.2rem; margin: 0 0 1rem;
          overflow-x: auto; content-visibility: auto; contain-intrinsic-size: auto 40rem; }
        article:target { border-color: var(--mark); }
        #types article, #streams article { contain-intrinsic-size: auto 8rem; }
        article > p { margin: 0.4rem 0; }
        .summary { font-size: 1.02rem; }
        .prose { color: var(--soft); white-space: pre-line; max-width: 75ch; }
        .version { color: var(--soft); font-weight: normal; }
        .warning { color: var(--warn); }
        .badge { font: 0.72rem/1.4 system-ui, sans-serif; border: 1px solid currentColor; border-radius: 99px; padding: 0 0.5rem;
          color: var(--soft); white-space: nowrap; }
        .badge.old, .badge.warning { color: var(--warn); }
        .badge.error { color: var(--bad); }
        .badge.info { color: var(--good); }
        .rule { display: inline-block; font-size: 0.82rem; color: var(--soft); background: var(--card); border: 1px solid var(--line);
          border-radius: 4px; padding: 0 0.35rem; margin: 1px 0; }
        dl { margin: 0.8rem 0; display: grid; gap: 0.3rem; }
        dl div { display: grid; grid-template-columns: 9.5rem minmax(0, 1fr); gap: 0.8rem; }
        dt { color: var(--soft); }
        dd { margin: 0; }
        dd ul { list-style: none; margin: 0; padding: 0; }
        table { width: 100%; border-collapse: collapse; font-size: 0.92rem; }
        th, td { text-align: left; vertical-align: top; padding: 0.35rem 0.9rem 0.35rem 0; border-top: 1px solid var(--line); }
        thead th { border-top: 0; color: var(--soft); font-weight: normal; font-size: 0.82rem; }
        tbody th { font-weight: 600; }
        table th, td { overflow-wrap: break-word; }
        td[data-label="Presence"] { min-width: 8.5rem; }
        td[data-label="Meaning"] { min-width: 13rem; width: 45%; }
        .rule, td[data-label="Meaning"], td[data-label="Presence"] { overflow-wrap: anywhere; }
        tr.old th code { text-decoration: line-through; }
        details { margin: 0.3rem 0; }
        summary { cursor: pointer; }
        summary h2 { display: inline; }
        #graph { margin-top: 1.6rem; }
        .legend { color: var(--soft); margin: 0.4rem 0; font-size: 0.9rem; }
        .scroll { overflow-x: auto; border: 1px solid var(--line); border-radius: 8px; padding: 0.8rem; }
        .graph { display: block; }
        .graph rect { stroke: var(--line); fill: var(--service); }
        .graph .event rect { fill: var(--event); }
        .graph .external rect { stroke: var(--soft); stroke-dasharray: 4 3; }
        .graph text { fill: var(--front); font: 13px ui-monospace, "SF Mono", Menlo, Consolas, monospace; }
        .graph path { fill: none; stroke: var(--edge); stroke-width: 1.3; }
        .graph path.tip { fill: var(--edge); stroke: none; }
        .graph .on { stroke: var(--mark); stroke-width: 2; }
        .graph path.tip.on { fill: var(--mark); stroke: none; }
        .graph .node:focus-visible { outline: none; }
        .graph .node:focus-visible rect, .graph .node:hover rect { stroke: var(--mark); stroke-width: 2; }
        .graph .dim { opacity: 0.18; }
        .example { position: relative; }
        pre { background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 0.7rem 0.9rem; overflow-x: auto;
          margin: 0.4rem 0; overflow-wrap: normal; }
        .copy { position: absolute; top: 0.4rem; right: 0.4rem; font: 0.8rem system-ui, sans-serif; color: inherit; cursor: pointer;
          background: var(--back); border: 1px solid var(--line); border-radius: 4px; padding: 0.15rem 0.6rem; }
        .history { list-style: none; padding: 0; margin: 0; }
        .history > li { border-left: 2px solid var(--line); padding: 0 0 0.5rem 0.9rem; }
        .history time { color: var(--soft); }
        .cards { list-style: none; margin: 0; padding: 0; display: grid; gap: 0.8rem;
          grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); }
        .cards > li { border: 1px solid var(--line); border-radius: 8px; padding: 0.7rem 1rem; }
        [hidden] { display: none !important; }
        @media (max-width: 70rem) {
          .columns { display: block; }
          nav { position: static; max-height: 11rem; border-bottom: 1px solid var(--line); padding: 0.6rem 0; }
        }
        @media (max-width: 52rem) {
          html { scroll-padding-top: 8rem; }
          header { padding: 0.6rem 1rem; }
          .counts { font-size: 0.85rem; }
          .search { flex: 1 0 100%; margin: 0.2rem 0 0; }
          .search input { width: 100%; }
          .search kbd { display: none; }
          .columns { padding: 0 1rem 3rem; }
          article { padding: 0.8rem 0.9rem; }
          dl div { grid-template-columns: 1fr; gap: 0; }
          table, tbody, tr, th, td, td[data-label] { display: block; padding: 0; border: 0; min-width: 0; width: auto; }
          thead { display: none; }
          tbody tr { border-top: 1px solid var(--line); padding: 0.5rem 0; }
          td:empty { display: none; }
          td[data-label="Type"], td[data-label="Presence"] { display: inline; color: var(--soft); }
          td[data-label="Presence"]::before { content: " · "; white-space: pre; }
        }
        @media print {
          header { position: static; }
          nav, .search, .copy, .legend { display: none; }
          .columns { display: block; }
          article { break-inside: avoid-page; content-visibility: visible; }
          body { font-size: 11px; }
        }

        """
}
