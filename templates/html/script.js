// A number opens its card beside itself; without this script the link leads to the card.
for (const link of document.querySelectorAll("a.v")) {
  link.addEventListener("click", (event) => {
    const card = document.getElementById("v-" + link.dataset.v);
    if (!card || !card.showPopover) return;
    event.preventDefault();
    card.showPopover();
    const wide = window.innerWidth > 640;
    if (!wide) return;
    const at = link.getBoundingClientRect();
    const box = card.getBoundingClientRect();
    const left = Math.max(12, Math.min(at.left, window.innerWidth - box.width - 12));
    const below = at.bottom + 8 + box.height < window.innerHeight;
    card.style.transform = "none";
    card.style.bottom = "auto";
    card.style.left = left + "px";
    card.style.top = (below ? at.bottom + 8 : Math.max(12, at.top - box.height - 8)) + "px";
  });
}
if (window.innerWidth < 1088) {
  const contents = document.querySelector(".contents details");
  if (contents) contents.removeAttribute("open");
}
