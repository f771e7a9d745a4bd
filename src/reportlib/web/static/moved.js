// Leads from an address of the newest release to its page, with what the address asks for.
location.replace(document.querySelector("a").href + location.search + location.hash);
