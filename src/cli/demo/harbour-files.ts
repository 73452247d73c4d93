const berth = `package hull

// Berth is a place to tie a boat up.
type Berth struct {
	Name  string
	Depth float64
}
`;

/** What the demo's repository holds before anything happens. */
export const harbourFiles: Readonly<Record<string, string>> = {
  OWNERS: "approvers:\n- mara\nreviewers:\n- mara\n- rita\n",
  OWNERS_ALIASES: "aliases:\n  chart-room:\n  - theo\n  - dora\n",
  "README.md": "# Boats\n\nWho ties up where, and when it is safe to cast off.\n",
  "hull/OWNERS": "approvers:\n- rita\nreviewers:\n- rita\n- otto\nlabels:\n- area/hull\n",
  "hull/berth.go": berth,
  "charts/OWNERS": "approvers:\n- chart-room\nreviewers:\n- chart-room\nlabels:\n- area/charts\n",
  "charts/plan.ts": 'export const plan = ["north quay", "south quay"];\n',
  "charts/README.md": "# Charts\n\nDrawings of the quays.\n",
};

/** The first pull request: Go code with a test, and a page that explains it. */
export const tideFiles: Readonly<Record<string, string>> = {
  "hull/tide.go": `package hull

import "errors"

// ErrLowTide says that there is too little water under the keel.
var ErrLowTide = errors.New("the tide is too low")

// CastOff checks the water before the lines are let go.
func CastOff(berth Berth, draught, tide float64) error {
	if berth.Depth+tide < draught {
		return ErrLowTide
	}
	return nil
}
`,
  "hull/tide_test.go": `package hull

import "testing"

func TestCastOffAtLowTide(t *testing.T) {
	if CastOff(Berth{Name: "north 4", Depth: 1}, 2.5, 0.5) == nil {
		t.Fatal("cast off over dry ground")
	}
}
`,
  "charts/tides.md": "# Tides\n\nA boat casts off only with half a metre to spare.\n",
};

/** What the author pushes after the review. */
export const tideFix: Readonly<Record<string, string>> = {
  "hull/margin.go": "package hull\n\n// Margin is the water to keep under the keel, in metres.\nconst Margin = 0.5\n",
};

/** The second pull request: one line of TypeScript. */
export const planFiles: Readonly<Record<string, string>> = {
  "charts/plan.ts": 'export const plan = ["north quay", "south quay", "old pier"];\n',
};
