//! A browser without a window, led by the protocol of its own tools over a pair of pipes.

use std::fs::File;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use serde_json::{Value, json};
use tempfile::TempDir;

/// How long a browser may say nothing before it is given up.
const PATIENCE: Duration = Duration::from_secs(120);

/// The messages of a stream, each ended by a zero, read by a thread of its own so that waiting for them has an end.
fn messages(stream: File) -> Receiver<Vec<u8>> {
    let (sent, messages) = channel();
    thread::spawn(move || {
        let mut stream = BufReader::new(stream);
        let mut bytes = Vec::new();
        while stream.read_until(0, &mut bytes).is_ok() && bytes.pop() == Some(0) {
            if sent.send(std::mem::take(&mut bytes)).is_err() {
                break;
            }
        }
    });
    messages
}

/// A page that is open.
pub(crate) struct Browser {
    child: Child,
    input: File,
    messages: Receiver<Vec<u8>>,
    session: Value,
    count: u64,
    events: Vec<Value>,
    _folder: TempDir,
}

impl Browser {
    /// Opens a file in a window of some size, and waits until it is loaded.
    pub(crate) fn open(program: &Path, page: &Path, (width, height): (u32, u32), dark: bool) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let at = |name: &str| folder.path().join(name);
        let (input, output) = (at("input"), at("output"));
        let made = Command::new("mkfifo").args([&input, &output]).status().unwrap();
        assert!(made.success(), "mkfifo");
        // The browser reads commands from descriptor 3 and answers on 4.
        let child = Command::new("sh")
            .args(["-c", "input=$1 output=$2; shift 2; exec \"$@\" 3<\"$input\" 4>\"$output\"", "sh"])
            .args([&input, &output])
            .arg(program)
            .args(["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"])
            // Containers have little shared memory.
            .arg("--disable-dev-shm-usage")
            .args(["--disable-background-networking", "--disable-component-update", "--disable-sync"])
            .args(["--remote-debugging-pipe", "about:blank"])
            .arg(format!("--user-data-dir={}", at("profile").display()))
            .arg(format!("--window-size={width},{height}"))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let input = File::create(&input).unwrap();
        let messages = messages(File::open(&output).unwrap());
        let mut browser = Self {
            child,
            input,
            messages,
            session: Value::Null,
            count: 0,
            events: Vec::new(),
            _folder: folder,
        };
        let target = browser.call("Target.createTarget", json!({ "url": "about:blank" }));
        let attached =
            browser.call("Target.attachToTarget", json!({ "targetId": target["targetId"], "flatten": true }));
        browser.session = attached["sessionId"].clone();
        for domain in ["Page", "Runtime", "Log", "Network"] {
            browser.call(&format!("{domain}.enable"), json!({}));
        }
        let size = json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        browser.call("Emulation.setDeviceMetricsOverride", size);
        let scheme = if dark { "dark" } else { "light" };
        let features = json!({ "features": [{ "name": "prefers-color-scheme", "value": scheme }] });
        browser.call("Emulation.setEmulatedMedia", features);
        browser.call("Page.navigate", json!({ "url": format!("file://{}", page.display()) }));
        while !browser.events.iter().any(|event| event["method"] == "Page.loadEventFired") {
            let event = browser.next();
            browser.events.push(event);
        }
        browser
    }

    /// The next message.
    fn next(&mut self) -> Value {
        let bytes = match self.messages.recv_timeout(PATIENCE) {
            Ok(bytes) => bytes,
            Err(RecvTimeoutError::Timeout) => panic!("the browser has said nothing for {PATIENCE:?}"),
            Err(RecvTimeoutError::Disconnected) => panic!("the browser has gone"),
        };
        serde_json::from_slice(&bytes).unwrap()
    }

    /// Gives a command, and its result.
    pub(crate) fn call(&mut self, method: &str, params: impl Into<Value>) -> Value {
        self.count += 1;
        let mut message = json!({ "id": self.count, "method": method, "params": params.into() });
        if !self.session.is_null() {
            message["sessionId"] = self.session.clone();
        }
        let mut bytes = message.to_string().into_bytes();
        bytes.push(0);
        self.input.write_all(&bytes).unwrap();
        loop {
            let mut answer = self.next();
            if answer["id"] == self.count {
                assert!(answer["error"].is_null(), "{method}: {answer}");
                return answer["result"].take();
            }
            self.events.push(answer);
        }
    }

    /// The value of an expression in the page.
    pub(crate) fn value(&mut self, expression: &str) -> Value {
        let params = json!({ "expression": expression, "returnByValue": true, "awaitPromise": true });
        let mut answer = self.call("Runtime.evaluate", params);
        assert!(answer["exceptionDetails"].is_null(), "{expression}: {answer}");
        answer["result"]["value"].take()
    }

    /// Moves the pointer to a place of the window.
    pub(crate) fn point(&mut self, x: f64, y: f64) {
        self.call("Input.dispatchMouseEvent", json!({ "type": "mouseMoved", "x": x, "y": y }));
    }

    /// Clicks a place of the window.
    pub(crate) fn click(&mut self, x: f64, y: f64) {
        for kind in ["mousePressed", "mouseReleased"] {
            let event = json!({ "type": kind, "x": x, "y": y, "button": "left", "clickCount": 1 });
            self.call("Input.dispatchMouseEvent", event);
        }
    }

    /// Presses a key.
    pub(crate) fn press(&mut self, key: &str) {
        let code = match key {
            "Tab" => 9,
            "End" => 35,
            "Home" => 36,
            "ArrowRight" => 39,
            _ => 0,
        };
        for kind in ["keyDown", "keyUp"] {
            let event = json!({ "type": kind, "key": key, "code": key, "windowsVirtualKeyCode": code });
            self.call("Input.dispatchKeyEvent", event);
        }
    }

    /// What the page complained of, and what it asked for beyond itself.
    pub(crate) fn complaints(&self) -> Vec<String> {
        let asked = |event: &Value| {
            let url = event["params"]["request"]["url"].as_str().unwrap_or_default().to_owned();
            (event["method"] == "Network.requestWillBeSent" && !url.starts_with("file://")).then_some(url)
        };
        let complained = |event: &Value| {
            let is = ["Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled"]
                .iter()
                .any(|method| event["method"] == *method);
            is.then(|| event["params"].to_string())
        };
        self.events.iter().filter_map(|event| complained(event).or_else(|| asked(event))).collect()
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
