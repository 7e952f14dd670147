export { type DeployedApplication, type Deployment, deploymentOf } from '../config/model/deployment';
