"""Group 6: quality objectives, as GB/T 19001-2016 6.2 asks for them."""
