"""How many people customer service needs, when their shifts change, and who works which (playbook P12, feature F24)."""
