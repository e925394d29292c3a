/** The texts of saved views and their presentation, in English. */

export const texts = {
  views: {
    title: "Views",
    help: "A view holds everything that is set on the screen, under a name, with a text. Views are kept in the record.",
    name: "Save what you see as",
    text: "Text for the presentation",
    save: "Save the view",
    replace: "Replace by what you see",
    saved: (name: string) => `Saved: ${name}.`,
    up: (name: string) => `Move ${name} up`,
    changeOne: (name: string) => `Change ${name}`,
    present: "Present",
    change: "Change",
    refused: (name: string) => `Not saved: somebody else changed “${name}” while you did. Nothing was lost:`,
    theirs: "As it stands now",
    mine: "As you would have it",
    noText: "(no text)",
    keepTheirs: "Leave it as it stands",
    writeMine: "Write mine over it",
    remove: (what: string) => `Remove ${what}`,
  },
};
