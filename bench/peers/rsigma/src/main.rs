//! rsigma's library over a file of JSON lines: parse with serde_json, evaluate every rule, count per rule.
//! peer-rsigma FILE RULES_FOLDER
use rsigma_eval::{event::JsonEvent, Engine};
use std::collections::BTreeMap;
use std::io::{BufRead, BufReader};
use std::{env, fs};

fn main() {
    let arguments: Vec<String> = env::args().collect();
    let engine = load(&arguments[2]);
    let mut reader = BufReader::with_capacity(1 << 20, fs::File::open(&arguments[1]).expect("the log opens"));
    let mut line = Vec::with_capacity(64 << 10);
    let mut events = 0u64;
    let mut matches: BTreeMap<String, u64> = BTreeMap::new();
    while reader.read_until(b'\n', &mut line).expect("the log is readable") > 0 {
        let event: serde_json::Value = serde_json::from_slice(&line).expect("a line is JSON");
        for found in engine.evaluate(&JsonEvent::borrow(&event)) {
            *matches.entry(found.header.rule_title.clone()).or_default() += 1;
        }
        events += 1;
        line.clear();
    }
    println!("{}", serde_json::json!({ "events": events, "matches": matches }));
}

/// All rules as one collection: adding file by file would rebuild the library's index each time.
fn load(folder: &str) -> Engine {
    let mut paths: Vec<_> = fs::read_dir(folder).expect("the rules are there").map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "yml"));
    paths.sort();
    let text = paths.iter().map(|path| fs::read_to_string(path).unwrap()).collect::<Vec<_>>().join("\n---\n");
    let collection = rsigma_parser::parse_sigma_yaml(&text).expect("the rules parse");
    let mut engine = Engine::new();
    engine.add_collection(&collection).expect("the rules compile");
    engine
}
