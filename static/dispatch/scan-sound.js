// Three tones that cannot be taken for one another: one high for SHIP, two low and rough for STOP, a falling pair for ASK.
(() => {
  "use strict";

  const TONES = {
    ship: [["sine", 880, 0, 0.12]],
    stop: [["square", 196, 0, 0.28], ["square", 196, 0.36, 0.42]],
    ask: [["triangle", 523, 0, 0.16], ["triangle", 392, 0.18, 0.24]],
  };
  let sound;

  window.scanSound = (word) => {
    try {
      sound ??= new AudioContext();
      if (sound.state === "suspended") sound.resume();
      for (const [kind, pitch, start, length] of TONES[word] ?? []) {
        const tone = sound.createOscillator();
        const gain = sound.createGain();
        const at = sound.currentTime + start;
        tone.type = kind;
        tone.frequency.value = pitch;
        gain.gain.setValueAtTime(0.25, at);
        gain.gain.exponentialRampToValueAtTime(0.001, at + length);
        tone.connect(gain).connect(sound.destination);
        tone.start(at);
        tone.stop(at + length);
      }
    } catch {
      // A phone without sound still shows the answer.
    }
    if (word === "stop") navigator.vibrate?.([200, 100, 200]);
  };
})();
