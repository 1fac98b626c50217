"""Traces of the optimisers that the other traces lack, by PyTorch in doubles: writes tests/ml/optimizers/NAME.csv.

    pip install torch
    python3 tests/oracle/optimizers.py

Row `step` holds the point before update number `step`; row 0 is the start. The columns are those of the other traces.
"""

import os

import torch

FOLDER = os.path.join(os.path.dirname(__file__), "..", "ml", "optimizers")
FUNCTIONS = {
    "saddle": (lambda x, y: x**2 - y**2, (1.0, 0.001)),
    "bounded_saddle": (lambda x, y: x**2 / 2 + y**4 / 4 - y**2 / 2, (1.0, 0.001)),
    "bowl": (lambda x, y: (x**2 + 10 * y**2) / 2, (5.0, 1.0)),
    "rosenbrock": (lambda x, y: (1 - x) ** 2 + 100 * (y - x**2) ** 2, (-1.2, 1.0)),
}
CASES = {
    "rmsprop_centered_momentum": (torch.optim.RMSprop, {"alpha": 0.9, "centered": True, "momentum": 0.5}, 0.01),
    "adamax": (torch.optim.Adamax, {}, 0.1),
    "nadam": (torch.optim.NAdam, {}, 0.1),
    "nadam_decoupled": (torch.optim.NAdam, {"weight_decay": 0.1, "decoupled_weight_decay": True}, 0.1),
    "radam": (torch.optim.RAdam, {}, 0.1),
    "radam_l2": (torch.optim.RAdam, {"weight_decay": 0.1}, 0.1),
    "adagrad_decaying": (torch.optim.Adagrad, {"lr_decay": 0.1, "weight_decay": 0.01, "initial_accumulator_value": 0.5}, 0.5),
}


def main():
    # Its product of momentums is kept in the default type, which would be single.
    torch.set_default_dtype(torch.float64)
    torch.set_num_threads(1)
    for name, (optimizer, settings, lr) in CASES.items():
        with open(os.path.join(FOLDER, name + ".csv"), "w") as file:
            file.write("function,step,x,y,f\n")
            for function, (value, start) in FUNCTIONS.items():
                at = torch.tensor(start, dtype=torch.float64, requires_grad=True)
                steep = {"radam": 0.001, "radam_l2": 0.001, "adagrad_decaying": 0.1}.get(name, 0.02)
                own = optimizer([at], lr=(steep if function == "rosenbrock" and lr != 0.01 else lr), **settings)
                for step in range(51):
                    own.zero_grad()
                    f = value(at[0], at[1])
                    file.write(f"{function},{step},{at[0].item()!r},{at[1].item()!r},{f.item()!r}\n")
                    f.backward()
                    own.step()


if __name__ == "__main__":
    main()
