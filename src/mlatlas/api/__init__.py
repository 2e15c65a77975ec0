"""The APIs of AWS's services as entities: their elements, and what the models say of them as statements."""
