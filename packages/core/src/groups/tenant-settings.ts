/** The settings of a tenant that belong to the area `groups`. */
export interface GroupsSettings {
  /** Whether ordinary users may create groups. */
  readonly openGroups: boolean;
  /** Whether a list id and a member's id suffice to join a group, as in the QR codes of existing clients. */
  readonly joinByListId: boolean;
  /** Maximum number of members of a group. */
  readonly groupMaxMembers: number;
}

/** The defaults of these settings. */
export const groupsSettings: GroupsSettings = {
  openGroups: true,
  joinByListId: true,
  groupMaxMembers: 5000,
};
