// Starts `reissue lsp` for the folder and hands it to the editor. All that is known of a report
// is known by the program.
const { workspace } = require("vscode");
const { LanguageClient } = require("vscode-languageclient/node");

let client;

exports.activate = () => {
  const command = workspace.getConfiguration("reissue").get("path");
  client = new LanguageClient(
    "reissue",
    { command, args: ["lsp"] },
    {
      documentSelector: [
        { scheme: "file", language: "markdown" },
        { scheme: "file", language: "yaml" },
      ],
      synchronize: { fileEvents: workspace.createFileSystemWatcher("**/{report,data}/**") },
    },
  );
  return client.start();
};

exports.deactivate = () => client && client.stop();
