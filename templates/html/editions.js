// The list is whole without this script: it adds the search.
{
  const form = document.querySelector(".find");
  const input = form.querySelector("input"), count = form.querySelector(".count");
  const entries = [...document.querySelectorAll(".directory li")].map((node) => {
    const group = node.closest("section");
    const text = [node.querySelector(".name"), node.querySelector(".says"), group.querySelector("h2")];
    return { node, group, text: text.map((part) => part?.textContent ?? "").join(" ").toLowerCase() };
  });
  const sift = () => {
    const words = input.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    const groups = new Map();
    for (const { node, group, text } of entries) {
      node.hidden = !words.every((word) => text.includes(word));
      if (!node.hidden) shown += 1;
      groups.set(group, (groups.get(group) ?? 0) + (node.hidden ? 0 : 1));
    }
    for (const [group, some] of groups) group.hidden = some === 0;
    count.textContent = words.length === 0 ? "" : shown === 0 ? "@@search-none@@" : `@@count-of|used=${shown}|of=${entries.length}@@`;
  };
  form.hidden = false;
  input.addEventListener("input", sift);
  // Enter opens the first that is left.
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    if (input.value.trim()) entries.find(({ node }) => !node.hidden)?.node.querySelector("a").click();
  });
  // A browser that goes back keeps what was typed.
  sift();
}
